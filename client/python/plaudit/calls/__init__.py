"""How a call is made: its channel, deadline, retries and span, and the streams that resume."""
