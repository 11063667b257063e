all:
	@echo "see helper branch"
