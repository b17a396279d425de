"""What is handed on: tables for other tools, and what they and the outputs hold."""
