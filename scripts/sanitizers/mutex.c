// Preloaded (ld.so(8)) into tests under ThreadSanitizer: tells it of the locks of Synchronization.Mutex.
//
// A Mutex that nobody else holds is taken by an atomic instruction in the code that uses it, which ThreadSanitizer sees.
// One that has to be waited for is taken in a library that is not instrumented, and what it guards then looks like a race.
// The functions of that library are met here, by their names, and go on to the real ones.
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *

// Of ThreadSanitizer's runtime; absent in the programs that tests start.
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

SWIFT void lock(uint32_t thread, SELF handle) __asm__(LOCK);
SWIFT bool try_lock(SELF handle) __asm__(TRY_LOCK);
SWIFT void unlock(SELF handle) __asm__(UNLOCK);

SWIFT void lock(uint32_t thread, SELF handle) {
    typedef SWIFT void (*function)(uint32_t, SELF);
    ((function)dlsym(RTLD_NEXT, LOCK))(thread, handle);
    if (__tsan_acquire) __tsan_acquire(handle);
}

SWIFT bool try_lock(SELF handle) {
    typedef SWIFT bool (*function)(SELF);
    bool is_locked = ((function)dlsym(RTLD_NEXT, TRY_LOCK))(handle);
    if (is_locked && __tsan_acquire) __tsan_acquire(handle);
    return is_locked;
}

SWIFT void unlock(SELF handle) {
    typedef SWIFT void (*function)(SELF);
    if (__tsan_release) __tsan_release(handle);
    ((function)dlsym(RTLD_NEXT, UNLOCK))(handle);
}
