"""What a page shows, computed from models and from what access let through; knows no request and no response."""
