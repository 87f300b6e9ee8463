"""What views share of requests and answers: signing in, a script's answer, one action and back, middleware. No view."""
