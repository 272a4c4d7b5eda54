def events(t):
    t.big_int("id", primary_key=True)
    t.partition_by("hash", "id")
    for number in range(2):
        t.partition(f"events_{number}", modulus=2, remainder=number)
