"""Where pages and the terminal take their colors from."""

from sanctionwire.schema.palette import PALETTE as PALETTE
