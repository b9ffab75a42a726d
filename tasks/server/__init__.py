"""What Prefect's server must hold before anybody works: its tables, and the automations that call the leads."""
