-- alter_view_adults
ALTER VIEW adults RESET (check_option, security_barrier);
