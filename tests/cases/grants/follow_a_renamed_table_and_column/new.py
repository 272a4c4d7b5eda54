def people(t):
    t.big_increments("id", primary_key=True)
    t.text("title", grants={"fluent_test_reader": "select"}, renamed_from="name")
    t.grant("delete", "fluent_test_reader")
    t.renamed_from("users")
