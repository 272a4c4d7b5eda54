-- alter_view_adults
ALTER VIEW adults RESET (security_barrier);
ALTER VIEW adults SET (security_invoker = true, check_option = local);
