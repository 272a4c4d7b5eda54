"""The tables of the shop, as Django knows them."""

from django.db import models


class Country(models.Model):
    """Where customers may live."""

    code = models.CharField(max_length=2, primary_key=True)
    name = models.TextField()


class Customer(models.Model):
    """Who buys."""

    account = models.OneToOneField("auth.User", on_delete=models.CASCADE)
    country = models.ForeignKey(Country, on_delete=models.PROTECT)
