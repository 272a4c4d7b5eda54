-- alter_view_adults
ALTER VIEW adults SET (security_barrier = true, check_option = cascaded);
