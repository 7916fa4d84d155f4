"""An organisation's own administration: its people, registers, trust list, address and log, as its admins see and change them."""
