"""Property tests wait for slow machines: loaded as a plugin by the settings in pyproject.toml."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# shared machines are noisy: an example is judged by what it gives, never by how long it took
settings.register_profile("valuegate", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("valuegate")
