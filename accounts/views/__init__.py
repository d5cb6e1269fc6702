"""Log-in, my account, what is around them."""
