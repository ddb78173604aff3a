"""The phones of those who are signed in: notifications, ringing, and who is at home by them."""
