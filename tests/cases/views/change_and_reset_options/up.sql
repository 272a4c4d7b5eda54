-- alter_view_adults
ALTER VIEW adults RESET (security_barrier);
ALTER VIEW adults SET (check_option = local, security_invoker = true);
