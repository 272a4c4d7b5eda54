def archive(t):
    t.integer("id")
    t.not_null("id", "jobs_id_not_null")


def jobs(t):
    t.integer("id")
    t.string("name")
