"""The papers of an angkatan: each module turns rows into what one template shows."""
