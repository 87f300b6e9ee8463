"""Pages. A view is four moves: fetch and authorise, bind the form, one action, redirect or render."""
