"""`/_mock`: what tests and people steer a simulation with. JSON in, JSON out; a mistake is a clear 400."""
