def orders(t):
    t.big_increments(
        "id", primary_key=True, sequence={"grants": {"fluent_test_reader": ["select"]}}
    )
    t.integer(
        "number",
        auto_generate_type="increments",
        sequence={"name": "order numbers", "grants": {"public": ["usage"]}},
    )
