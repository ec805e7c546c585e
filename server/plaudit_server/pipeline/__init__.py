"""The stages that every call passes before a servicer, composed once per method at start.

From the outside in: errors, telemetry, audit, draining, authentication, streams, unread responses,
receiving, validation, the servicer.
"""
