"""AnalyticsService."""
