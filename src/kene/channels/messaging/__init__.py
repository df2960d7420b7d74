"""Chats on smartphones: WhatsApp and Telegram, by the same pages as any phone, to be tapped."""
