# SPDX-License-Identifier: MIT
"""What tests/bench/soak is made of."""
