/* An extension of a few lines, so that the stages of a build are seen for real. */
#include "php.h"

zend_module_entry gearbench_module_entry = {
	STANDARD_MODULE_HEADER, "gearbench", NULL, NULL, NULL, NULL, NULL, NULL, "0.1.0", STANDARD_MODULE_PROPERTIES
};

ZEND_GET_MODULE(gearbench)
