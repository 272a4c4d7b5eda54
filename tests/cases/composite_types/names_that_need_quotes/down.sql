-- alter_composite_type_user
ALTER TYPE "User" DROP ATTRIBUTE "order";
