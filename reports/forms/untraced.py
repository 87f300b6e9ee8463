"""Which number in the words is meant."""

from django import forms


class NumberForm(forms.Form):
    """`excerpt` are the number and the words around it, as the page showed them."""

    start = forms.IntegerField(min_value=0)
    excerpt = forms.CharField(max_length=200, strip=False)
