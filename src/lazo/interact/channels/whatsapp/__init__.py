"""WhatsApp by the Cloud API: approved templates at any hour, anything else within a day of the customer's last word."""
