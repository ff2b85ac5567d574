<?php
$answer = submit('f', 'abc', ['unique' => 'mine']);
$worker = gearman_worker_create();
show('class', get_class($worker), gearman_worker_add_server($worker, '127.0.0.1', PORT));
show('settings', gearman_worker_set_timeout($worker, 3000), gearman_worker_timeout($worker), gearman_worker_options($worker));
show('options', gearman_worker_add_options($worker, 2), gearman_worker_remove_options($worker, 2), gearman_worker_set_id($worker, 'id'));
show('add', gearman_worker_add_function($worker, name('f'), function ($job) {
    show('facts', gearman_job_handle($job), gearman_job_function_name($job), gearman_job_unique($job));
    show('workload', gearman_job_workload($job), gearman_job_workload_size($job));
    show('send', gearman_job_send_status($job, 1, 2), gearman_job_send_data($job, 'data'), gearman_job_send_warning($job, 'w'));
    show('return', gearman_job_set_return($job, 0), gearman_job_return_code($job), gearman_job_set_return($job, 99));
    show('complete', gearman_job_send_complete($job, 'done'), gearman_job_send_fail($job), gearman_job_send_exception($job, 'x'));
}));
show('work', gearman_worker_work($worker), gearman_worker_return_code($worker), gearman_worker_error($worker), gearman_worker_errno($worker));
hear($answer);
show('register', gearman_worker_register($worker, name('g')), gearman_worker_unregister($worker, name('g')), gearman_worker_unregister_all($worker));
show('ping', gearman_worker_ping($worker, 'x'), gearman_worker_wait(gearman_worker_create()));
