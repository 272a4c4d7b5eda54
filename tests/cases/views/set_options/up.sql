-- alter_view_adults
ALTER VIEW adults SET (check_option = cascaded, security_barrier = true);
