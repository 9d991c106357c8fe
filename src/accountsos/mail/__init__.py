"""Letters by e-mail, handed to the relay that whoever runs the installation named."""
