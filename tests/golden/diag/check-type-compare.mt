BEGIN
{
	if (print(1) == print(2)) { }
	if (*curtask == *curtask) { }
	if (curtask->tasks != curtask->tasks) { }
	if (curtask->comm == "right" && curtask == curtask->real_parent) { }
}
