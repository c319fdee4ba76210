# SPDX-License-Identifier: MIT
"""What tests/bench/run is made of."""
