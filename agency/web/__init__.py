"""The files of material over http: signed links that end, downloads, and the page that lists them."""
