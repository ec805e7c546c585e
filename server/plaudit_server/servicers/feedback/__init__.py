"""FeedbackService."""
