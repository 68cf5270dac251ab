"""What a random caller needs to know of each area: bodies that fit (SAMPLES, by operation), which resource a member or
parameter refers to (REFERS), what lives before it calls (furnish), and the operations that need a state it hardly
finds (HARD_TO_HIT; their own tests bring it about).
"""

from . import classifications, network, payables, payments, platform, receivables, spend, webhooks

AREAS = (platform, classifications, payables, payments, network, receivables, spend, webhooks)
SAMPLES = {id: sample for area in AREAS for id, sample in area.SAMPLES.items()}
REFERS = {member: resource for area in AREAS for member, resource in area.REFERS.items()}
HARD_TO_HIT = {id for area in AREAS for id in area.HARD_TO_HIT}
