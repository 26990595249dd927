"""What a listing is: frozen values, no reading or writing of files, no clock."""
