"""XLSForm, the spreadsheets of ODK and Kobo, read into a pack. What is left out is listed."""
