-- alter_view_adults
ALTER VIEW adults RESET (security_barrier, check_option);
