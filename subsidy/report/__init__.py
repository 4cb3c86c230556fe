"""What people read: tables and sentences in Chinese and English. No number is worked out here."""
