#pragma once
// pkg-config adds no include folder of its own; some distributions put the headers into one.
#if __has_include(<fcgiapp.h>)
#include <fcgiapp.h>
#else
#include <fastcgi/fcgiapp.h>
#endif
