"""Flowcharts as data: walked, read from a file, checked. The shipped ones lie beside. DOMAIN section 2."""
