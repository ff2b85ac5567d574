PHP_ARG_ENABLE([gearbench], [whether to build gearbench], [AS_HELP_STRING([--enable-gearbench], [a few lines for the doctor's tests])], [yes])
PHP_NEW_EXTENSION([gearbench], [gearbench.c], [$ext_shared])
