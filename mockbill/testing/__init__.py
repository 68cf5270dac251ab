"""What tests use: the pytest plugin, in-process transports, interception of the real hosts, a webhook inbox."""
