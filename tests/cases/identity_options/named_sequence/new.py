def orders(t):
    t.increments("id", primary_key=True, sequence={"name": "order_numbers", "start": 5})
