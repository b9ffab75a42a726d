"""An approved script on its way to talent, photographer and editor, and their word that they know it (I4)."""
