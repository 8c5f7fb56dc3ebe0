"""sanctionwire: who sanctioned whom, how, when, under which programme and why, with evidence, from news."""

__version__ = "0.1.0"
