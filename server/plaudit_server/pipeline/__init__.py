"""What every call passes on its way to a servicer, composed once for each method at start.

From the outside in: errors, telemetry, audit, leaving, authentication, streams, receiving,
validation, the servicer.
"""
